"""The customer's Settings: contact information and the change of email. Each section is one form saved by itself."""
