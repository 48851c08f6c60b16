"""The command `new`: what is asked, what may be chosen, and the file that comes of it, valid and explained."""
