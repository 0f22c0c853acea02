"""Payment processors behind one contract: no database of ours, no Django. Filled with the billing work."""
