"""Small parts of a window that know no session: colours, jobs, messages, charts."""
