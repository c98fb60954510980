// A failing test is worth its stack trace, whatever the program does without.
process.env.UNDERSTUDY_TRACE = "1";
