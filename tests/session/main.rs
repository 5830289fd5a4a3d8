//! What stands between a session and a terminal that is not this process's own.

mod decode;
