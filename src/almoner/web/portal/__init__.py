"""What providers open: they find, apply, sign, report and claim here."""
