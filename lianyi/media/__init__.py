"""Media: pictures that were uploaded, made safe and small.

Owns: media_asset and the folders `data_dir/media/<tenant>/` (uploaded, served as they lie) and `data_dir/drawn/<tenant>/`
(drawn by others above, swept, served by those who drew them), and `data_dir/private/<tenant>/` (shown by others to those
who may see it).
Words: asset (one picture kept once per content), variant (its WebP of 200, 480 or 960 pixels width), preview (a few
bytes inside the page, shown blurred until the variant arrives).
Always: what is served was decoded and encoded by us; metadata (place, camera) is gone; a file never changes, its name
is its content, so it may be cached for ever.
Called by: catalog, content, supply, storefront, trust, demo.
"""
