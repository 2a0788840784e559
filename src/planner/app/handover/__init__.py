"""提出: the choices of a submission, its preview, and its writing in the background."""
