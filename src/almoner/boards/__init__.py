"""Boards: bodies that meet, who sits on them, meetings, agendas, papers, minutes, outcomes."""
