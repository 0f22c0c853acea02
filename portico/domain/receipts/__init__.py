"""Proof of one payment or one refund: frozen money facts, details looked up live, every version kept once handed out."""
