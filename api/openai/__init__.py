"""The assistant under OpenAI's chat completions protocol, for front ends and libraries that speak it."""
