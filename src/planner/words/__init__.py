"""Values as readers name them, in the language chosen: texts, figures, places, growth, ceilings."""
