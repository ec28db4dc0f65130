"""`forklara`: one förbund's grant in words, each numbered line so that it can be worked by hand."""
