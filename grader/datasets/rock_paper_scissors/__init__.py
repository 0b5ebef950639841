"""Rock, paper, scissors: what the data set is, its sample and its official form."""
