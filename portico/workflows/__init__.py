"""Stories that join several domain rooms, or a room and a processor. One file each, named as an owner would say it."""
