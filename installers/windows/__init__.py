"""The program for Windows, built on Linux: folder, setup, portable zip and their papers; and the proof under Wine."""
