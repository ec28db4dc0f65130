"""Replies: the offer of the year as a form to each förbund, and what they answered back in the data set."""
