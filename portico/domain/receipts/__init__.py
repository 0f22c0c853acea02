"""Proof of one payment or one refund: frozen money facts, details looked up live, a version handed out is kept."""
