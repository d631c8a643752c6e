"""Content: the words and pictures that travel with a share: titles, links, cards, posters, codes.

Owns: no table; drawn pictures lie with media's files and are made again when they are gone.
Words: card (the 5 : 4 picture of a share), poster (750 by 1334, with the sharer's code), facts (what is true of a target
now), version (the hash of what a picture shows), code (WeChat's round code, or a QR).
Always: other numbers are another picture at another address; a title that WeChat's rules forbid does not travel; nobody
stands on a poster by name unless they said so for that share; a token that is not of the shop draws nothing.
Called by: nobody; its edges stand above catalog, promotions and social because they know titles.
"""
