"""What follows from the records of one plan: who registered what, what is due, what it comes to."""
