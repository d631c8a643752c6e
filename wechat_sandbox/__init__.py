"""A separate program that imitates WeChat, for development, demonstrations and tests.

Owns: merchants, apps, people, wallets, orders, refunds and messages *as WeChat sees them*, in one sqlite
file. Words: `merchant` (mchid and keys), `app` (mini program or official account), `person` (openid per app,
one unionid), `delivery` (a callback or pushed event, with its attempts), `fault` (a disturbance ordered by a
test). Invariants: it shares no code with the shop it serves; no money is created by a payment or a refund
(what leaves a wallet arrives at a merchant and back); an answer of WeChat Pay with a 2XX status is always
signed; signatures use real time, all business uses the movable clock. Called by: any program that can be
pointed at another base URL. Never to be exposed: it gives its keys to whoever asks.
"""
