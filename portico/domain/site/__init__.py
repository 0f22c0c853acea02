"""The one business this deployment serves: name, look, seller details, receipt wording, switches, freezes."""
