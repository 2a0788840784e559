"""The check before submission (提出前点検): the questions an examiner would ask."""
