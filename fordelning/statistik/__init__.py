"""Downloaded statistics: read in every form people download, chosen, proved, and put into a data set."""
