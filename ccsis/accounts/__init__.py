"""Login, passwords and invitations of the staff."""
