//! Messages on a pipe: four bytes of length in the machine's own order, then so many bytes of JSON.

use std::io::{ErrorKind, Read, Write};

use crate::error::MessageError;

/// The most a browser sends (Chromium's own limit; Firefox would send more).
pub const MOST_IN: u32 = 64 * 1024 * 1024;

/// The most a browser takes.
pub const MOST_OUT: usize = 1024 * 1024;

/// The next message; none when the other end has closed the pipe between two. No more memory is taken than has come.
///
/// # Errors
/// [`MessageError::Cut`], [`MessageError::TooLong`] before anything of it is read, or [`MessageError::Pipe`]. After any of
/// them nothing on the pipe has a meaning.
pub fn read(pipe: &mut impl Read) -> Result<Option<Vec<u8>>, MessageError> {
    let mut length = Vec::with_capacity(4);
    pipe.by_ref().take(4).read_to_end(&mut length)?;
    let length = match <[u8; 4]>::try_from(length.as_slice()) {
        Ok(length) => u32::from_ne_bytes(length),
        Err(_) if length.is_empty() => return Ok(None),
        Err(_) => return Err(MessageError::Cut),
    };
    if length > MOST_IN {
        return Err(MessageError::TooLong { length });
    }
    let mut message = Vec::new();
    pipe.by_ref().take(length.into()).read_to_end(&mut message)?;
    if message.len() < length as usize { Err(MessageError::Cut) } else { Ok(Some(message)) }
}

/// Sends one message.
///
/// # Errors
/// [`MessageError::Pipe`]; [`MessageError::TooLong`] for what no browser would take.
pub fn write(pipe: &mut impl Write, message: &[u8]) -> Result<(), MessageError> {
    let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
    if message.len() > MOST_OUT {
        return Err(MessageError::TooLong { length });
    }
    pipe.write_all(&length.to_ne_bytes())?;
    pipe.write_all(message)?;
    pipe.flush()?;
    Ok(())
}

impl From<std::io::Error> for MessageError {
    fn from(error: std::io::Error) -> Self {
        // A browser that ends takes its pipes with it.
        if error.kind() == ErrorKind::UnexpectedEof { Self::Cut } else { Self::Pipe(error.to_string()) }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_IN, MOST_OUT, read, write};
    use crate::error::MessageError;

    fn framed(length: u32, bytes: &[u8]) -> Vec<u8> {
        [&length.to_ne_bytes()[..], bytes].concat()
    }

    #[test]
    fn messages_come_one_after_the_other_and_then_none() {
        let mut pipe = Vec::new();
        write(&mut pipe, b"{\"id\":1}").unwrap();
        write(&mut pipe, b"").unwrap();
        let mut pipe = pipe.as_slice();
        assert_eq!(read(&mut pipe).unwrap().unwrap(), b"{\"id\":1}");
        assert_eq!(read(&mut pipe).unwrap().unwrap(), b"");
        assert_eq!(read(&mut pipe).unwrap(), None);
    }

    #[test]
    fn a_message_that_ends_too_early_is_none() {
        for cut in [&[1][..], &[1, 0, 0], &framed(9, b"{\"id\":1}")] {
            assert_eq!(read(&mut &*cut).unwrap_err(), MessageError::Cut, "{cut:?}");
        }
    }

    #[test]
    fn a_length_beyond_the_limit_is_refused_and_takes_no_memory() {
        for length in [MOST_IN + 1, u32::MAX] {
            let bytes = framed(length, b"{}");
            assert_eq!(read(&mut bytes.as_slice()).unwrap_err(), MessageError::TooLong { length });
        }
        // A length that is allowed, with nothing behind it, costs nothing either.
        assert_eq!(read(&mut framed(MOST_IN, b"").as_slice()).unwrap_err(), MessageError::Cut);
    }

    #[test]
    fn what_no_browser_takes_is_not_sent() {
        let mut pipe = Vec::new();
        assert!(write(&mut pipe, &vec![b' '; MOST_OUT + 1]).is_err());
        assert!(pipe.is_empty());
    }
}
