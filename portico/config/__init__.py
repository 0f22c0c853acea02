"""The switchboard: reads the environment and plugs the floors together. Nothing below imports from here."""
