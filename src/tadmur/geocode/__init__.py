"""Place names in text, what a mention means, and vague places."""
