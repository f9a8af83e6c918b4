"""What reaches outside: mail servers."""
