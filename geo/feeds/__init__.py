"""What publishers put on the network: one file a feed, over one way of asking for it.

Nothing here runs unless a person or a process of its own asks; nothing a visitor does reaches out.
The extra ``live`` brings what is needed.
"""
