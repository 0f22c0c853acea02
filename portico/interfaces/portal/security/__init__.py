"""Password and security: the section of Settings, and the pages its buttons lead to."""
