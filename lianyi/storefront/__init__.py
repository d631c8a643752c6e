"""Storefront: what a shopper sees, composed from the domains below.

Owns: storefront_home, storefront_favourite, storefront_footprint.
Words: home (banners, categories, sections), section (a titled row of products), footprint (a product page that a person
looked at, kept only for that person).
Always: a shop with one product on the shelf has a home that shows it, arranged or not.
Called by: nobody; it is the top.
"""
