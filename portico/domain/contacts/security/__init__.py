"""How a contact signs in: password, passkeys, two-step codes, devices, and what happened to them.

The rows of passkeys, authenticator app and recovery codes are the sign-in library's (`Authenticator`); every write of
them is here, with its history. Asking for proof and showing pages is not.
"""
