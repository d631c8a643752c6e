"""Messages: what the shop sends to people's phones.

Owns: messages_sms, messages_login_code.
Words: login code (six digits that prove a phone), provider (who carries an SMS: the sandbox's gateway or any HTTP gateway).
Always: a code is hashed, lives five minutes, allows five tries, and works once; one a minute and ten a day per phone; the
text of an SMS is never stored, so no code can be read from the database.
Called by: shoppers (sign-in by phone). Calls identity to sign in whoever proved a phone.
"""
