//! Answers the conversation actions from a library of calls.
