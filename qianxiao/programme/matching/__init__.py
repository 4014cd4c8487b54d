"""The matching desk: doubts of the close as a queue, decisions of people, their way back to the close."""
