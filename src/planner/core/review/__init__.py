"""The review (査定): what came back beside what was asked, and the scenarios made from it."""
