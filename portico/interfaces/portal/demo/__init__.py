"""Pages that only the demo has: signing in by one press, and a mailbox that shows the mails it sent."""
