"""Supply: how goods come into the shop and what carrying them to a buyer costs.

Owns: supply_freight_template. Composes catalog, inventory and media for the staff: a product with its first stock, files
in and out.
Words: freight template (what carrying costs, by region), intake (a product and its stock saved together).
Always: a template prices every region or says that it does not deliver there; more goods never cost less to carry
until a free amount is reached.
Called by: checkout, storefront.
"""
