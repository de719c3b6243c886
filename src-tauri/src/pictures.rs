//! `library://localhost/KEY?size=thumbnail|reading`: the one way a picture gets into the window, from the library's own folder.

use newsroom::PictureSize;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager as _, UriSchemeContext, UriSchemeResponder, Wry};

use crate::desk::Desk;

/// The scheme's name, as the content security policy has it.
pub(crate) const SCHEME: &str = "library";

/// Answers with the picture, or 404 with the reason for whoever looks at the request.
pub(crate) fn serve(context: UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let desk = context.app_handle().state::<Desk>().inner().clone();
    tauri::async_runtime::spawn(async move {
        let key = request.uri().path().trim_start_matches('/');
        let picture = match desk.newsroom() {
            Ok(newsroom) => newsroom.picture(key, PictureSize::of_query(request.uri().query())).await,
            Err(failure) => Err(failure),
        };
        responder.respond(match picture {
            Ok(picture) => answer(StatusCode::OK, &picture.media_type, picture.bytes),
            Err(failure) => {
                answer(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", failure.to_string().into_bytes())
            }
        });
    });
}

fn answer(status: StatusCode, media_type: &str, body: Vec<u8>) -> Response<Vec<u8>> {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, media_type)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        // Tauri counts every scheme of its own as local: what is served here must not become a document that runs.
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
        .body(body)
        .unwrap_or_else(|_| Response::new(Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_can_be_taken_for_a_document() {
        let answer = answer(StatusCode::OK, "image/png", vec![1]);
        assert_eq!(answer.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "image/png");
        assert!(answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("sandbox"));
        assert_eq!(answer.body(), &[1]);
    }
}
