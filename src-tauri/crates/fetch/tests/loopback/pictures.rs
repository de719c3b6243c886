//! What counts as a picture.

use fetch::{FetchError, Kind, Validators};

use crate::server::{client, fixed, ok};

async fn picture(headers: &str, body: &[u8]) -> Result<fetch::Response, FetchError> {
    let server = fixed(ok(headers, body)).await;
    client().get(&server.url, Kind::Image, &Validators::default()).await
}

#[tokio::test]
async fn raster_pictures_are_known_by_their_bytes() {
    for (body, media_type) in [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg"),
        (b"GIF89a\x01\0\x01\0", "image/gif"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "image/avif"),
    ] {
        let answer = picture("Content-Type: text/html\r\n", body).await.unwrap();
        assert_eq!(answer.content_type.as_deref(), Some(media_type));
    }
}

#[tokio::test]
async fn markup_is_no_picture_whatever_the_server_calls_it() {
    for body in [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<html><script>1</script>",
        "%PDF-1.7",
        "BM picture",
        "",
    ] {
        let answer = picture("Content-Type: image/png\r\n", body.as_bytes()).await;
        assert_eq!(answer.unwrap_err(), FetchError::Unsupported, "{body}");
    }
}

#[tokio::test]
async fn a_picture_of_billions_of_pixels_is_not_shown() {
    let claims = |side: u32| {
        let side = side.to_be_bytes();
        [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &side, &side, b"\x08\x02\0\0\0\0\0\0\0"].concat()
    };
    assert!(picture("", &claims(7000)).await.is_ok());
    assert_eq!(picture("", &claims(50_000)).await.unwrap_err(), FetchError::Unsupported);
}

#[tokio::test]
async fn a_drawing_is_told_apart_for_whoever_draws_it() {
    let ask = async |body: &str| {
        let server = fixed(ok("Content-Type: image/png\r\n", body.as_bytes())).await;
        client()
            .get(&server.url, Kind::Drawable, &Validators::default())
            .await
            .map(|answer| answer.content_type.unwrap())
    };
    for body in [
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "\u{feff} <?xml version='1.0'?>\n<!-- <html> --><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'><svg>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg:svg xmlns:svg='http://www.w3.org/2000/svg'>",
    ] {
        assert_eq!(ask(body).await.as_deref(), Ok("image/svg+xml"), "{body}");
    }
    for body in ["<html><svg>", "<svgx>", "text <svg>", "<!-- <svg>", "<?xml"] {
        assert_eq!(ask(body).await, Err(FetchError::Unsupported), "{body}");
    }
    assert_eq!(ask("GIF89a\u{1}\0\u{1}\0").await.as_deref(), Ok("image/gif"));
}
