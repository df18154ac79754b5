"""The book in other forms: a PDF, an EPUB, and the site as one file to take along."""
