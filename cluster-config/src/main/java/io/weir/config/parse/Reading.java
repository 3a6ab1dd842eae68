package io.weir.config.parse;

/** What the readers of one document share. */
record Reading(Mistakes mistakes, Names names, CrossChecks checks) {}
