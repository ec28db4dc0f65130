"""What the commands share, and commands in files of their own."""
