"""Communities in the back office: the list, opening one, what each says about itself, its notices and its members."""
