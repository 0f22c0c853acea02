"""The team's pages of contacts: the list with its search, one contact with everything about them, its edit page.

What is searched for stands in the address (`?q=`), so that Back, a bookmark and a second window work. It may be
a name. Our own log lines leave out what follows the question mark of an address, and the referrer policy keeps it on
this site; a proxy in front may write it down unless its log leaves it out too. Page keys are ids, never names.
"""
