"""Claims read by a language model behind an OpenAI-compatible endpoint, under the same contract as the frames.

The model only points: it copies words and picks kinds. Whether the words stand in the text, who speaks, when it
happened and how many are counted is settled here by the readers that the frames use.
"""
