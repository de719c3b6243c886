//! What boxes around an article say of themselves, in the languages of newspapers.
//!
//! Source: the words on such boxes as seen on news pages; by language, sorted. Lower case, without the punctuation at
//! the ends.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::Reason;

/// Whole lines: a block that says one of these and nothing else. Headings that say so name the box under them.
#[rustfmt::skip] // One line a word would be pages of words.
const LINES: &[(Reason, &[&str])] = &[
    (
        Reason::Advertisement,
        &[
            "ad", "ad feedback", "advert", "advertisement", "advertisement - continue reading below", "advertisement - scroll to continue",
            "advertising", "article continues after advertisement", "article continues below", "article continues below advertisement",
            "continue reading below", "continues after advertisement", "paid content", "promoted content", "promoted stories",
            "scroll to continue", "scroll to continue with content", "sponsored", "sponsored content", "sponsored links",
            "story continues below", "story continues below advertisement", "this is advertisement",
            // German
            "anzeige", "hier weiterlesen", "werbung", "werbung - bitte weiterlesen",
            // French
            "la suite après cette publicité", "la suite après la publicité", "publicité", "publicités",
            // Spanish, Portuguese, Italian
            "anuncio", "continua depois da publicidade", "continua dopo la pubblicità", "patrocinado", "pubblicità", "publicidad",
            "publicidade", "sigue leyendo",
            // Dutch, Scandinavian, Finnish
            "advertentie", "annons", "annonse", "annonce", "artikkelen fortsetter under annonsen", "mainos",
            "lees verder onder de advertentie",
            // Polish, Czech, Russian, Ukrainian, Turkish, Greek
            "reklama", "dalsza część tekstu pod wideo", "реклама", "reklam", "διαφήμιση",
            // Chinese, Japanese, Korean, Arabic, Hebrew, Indonesian
            "广告", "廣告", "広告", "スポンサードリンク", "スポンサード リンク", "スポンサーリンク", "광고", "إعلان", "פרסומת", "iklan",
            "advertisement scroll to continue with content",
        ],
    ),
    (
        Reason::Author,
        &[
            "about the author", "about the authors", "about the writer", "author", "autor", "authors", "contributors", "written by",
            "über den autor", "über die autorin", "zum autor", "zur autorin", "à propos de l'auteur", "sobre el autor", "sobre o autor",
            "l'autore", "over de auteur", "об авторе",
        ],
    ),
    (
        Reason::Comments,
        &[
            "add a comment", "add comment", "comment", "comments", "comments are closed", "discussion", "join the conversation",
            "join the discussion", "leave a comment", "leave a reply", "load comments", "no comments", "post a comment", "show comments",
            "view comments", "write a comment", "your email address will not be published", "hinterlasse eine antwort", "keine kommentare",
            "kommentar schreiben", "kommentare", "kommentieren", "schreibe einen kommentar", "aucun commentaire", "commentaires",
            "laisser un commentaire", "réagir", "comentarios", "comentários", "deja un comentario", "deja una respuesta",
            "deixe um comentário", "sin comentarios", "commenti", "lascia un commento", "geen reacties", "reacties", "reageer",
            "kommentarer", "komentarze", "komentáře", "комментарии", "коментарі", "yorumlar", "评论", "コメント", "댓글", "التعليقات", "תגובות",
        ],
    ),
    (Reason::Cookie, &["accept", "accept all", "accept cookies", "akzeptieren", "tout accepter", "aceptar", "accetta"]),
    (
        Reason::Navigation,
        &[
            "back", "back to top", "home", "menu", "next", "next article", "next post", "previous", "previous article", "previous post",
            "return to top", "search", "skip to content", "skip to main content", "table of contents", "top", "toggle navigation",
            "inhalt", "inhaltsverzeichnis", "nach oben", "zum seitenanfang", "zurück", "weiter", "sommaire", "retour", "inicio", "volver",
            "voltar", "indice", "terug", "show more", "load more", "view all", "see all", "mehr anzeigen", "alle anzeigen", "view gallery",
            "view more", "mehr laden", "expand", "collapse", "close", "schließen",
        ],
    ),
    (
        Reason::Newsletter,
        &[
            "already a subscriber", "become a member", "create an account", "download our app", "enter your email", "get the app",
            "get the newsletter", "log in", "login", "newsletter", "our newsletters", "register", "sign in", "sign up", "sign up here",
            "sign up now", "subscribe", "subscribe now", "subscribe today", "subscribe to our newsletter", "abonnieren", "anmelden",
            "jetzt abonnieren", "newsletter abonnieren", "s'abonner", "s'inscrire", "suscríbete", "suscribirse", "assine", "assine já",
            "iscriviti", "abbonati", "abonneer", "meld je aan", "prenumerera", "подписаться", "abone ol",
        ],
    ),
    (
        Reason::Related,
        &[
            "also read", "also on", "can't miss", "continue reading", "don't miss", "editor's pick", "editor's picks", "editors' picks",
            "explore more", "featured stories", "featured video", "for more", "from the archive", "from the web", "further reading",
            "in case you missed it", "in this article", "in this story", "keep reading", "keep up with this story and more", "latest",
            "latest news", "latest stories", "latest videos", "learn more", "more", "more articles", "more coverage",
            "more from this author", "more in this section", "more like this", "more news", "more on this", "more on this story",
            "more on this topic", "more reading", "more stories", "more to explore", "more to read", "more to this story", "more videos",
            "most popular", "most read", "most shared", "most viewed", "must read", "must reads", "newsfeed", "next up", "now playing",
            "on this page", "other stories", "others are reading now", "our latest stories", "people are reading", "popular",
            "popular articles", "popular now", "popular posts", "popular stories", "read also", "read full article", "read it next",
            "read more", "read more about", "read next", "read now", "read on", "read the full story here", "read the original article",
            "read this next", "recent articles", "recent news", "recent posts", "recent stories", "recommended", "recommended articles",
            "recommended for you", "recommended reading", "recommended stories", "recommended videos", "related", "related article",
            "related articles", "related content", "related coverage", "related links", "related news", "related posts", "related reading",
            "related stories", "related story", "related topics", "related video", "related videos", "see also", "see more",
            "see photos from this story", "see related", "similar articles", "similar posts", "stories you may like", "suggested reading",
            "suggestions for you", "the latest", "today's top stories", "top articles", "top news", "top picks", "top posts",
            "top stories", "top videos", "trending", "trending articles", "trending now", "trending stories", "trending topics", "up next",
            "video", "videos", "watch", "watch live", "watch more", "watch next", "watch now", "watch the video", "we recommend",
            "what others are reading", "what to read next", "you may also be interested in", "you may also like", "you may have missed",
            "you may like", "you might also be interested in", "you might also like", "you might be interested in", "you might like",
            // German
            "alles zum thema", "auch interessant", "auch lesen", "das könnte dich auch interessieren", "das könnte dich interessieren",
            "das könnte sie auch interessieren", "das könnte sie interessieren", "dazu passend", "die meistgelesenen artikel",
            "diese artikel könnten sie auch interessieren", "empfehlungen", "empfohlene artikel", "empfohlener redaktioneller inhalt",
            "externer inhalt", "lesen sie auch", "lesen sie dazu", "lesen sie hier", "lesen sie mehr", "lesen sie mehr zum thema",
            "lesetipp", "lesetipps", "links zum thema", "mehr", "mehr dazu", "mehr erfahren", "mehr lesen", "mehr zum thema",
            "mehr zu diesem thema", "meistgelesen", "meist gelesen", "neueste artikel", "passend dazu", "thema", "themen",
            "verwandte artikel", "verwandte beiträge", "verwandte themen", "weitere artikel", "weitere beiträge", "weitere informationen",
            "weitere meldungen", "weitere nachrichten", "weitere themen", "weiterlesen", "weiterführende links", "zum thema",
            "zum weiterlesen", "ähnliche artikel", "ähnliche beiträge", "interessant", "auch spannend", "mehr aus diesem ressort",
            "top-themen", "aktuelle beiträge", "letzte beiträge",
            // French
            "a lire", "a lire aussi", "articles liés", "articles similaires", "articles les plus lus", "aussi à lire",
            "dans la même rubrique", "en savoir plus", "l'actu en vidéo", "les plus lus", "lire aussi", "lire la suite", "lire plus",
            "nos derniers articles", "notre sélection", "plus d'articles", "pour aller plus loin", "sur le même sujet",
            "sur le même thème", "vidéo", "vidéos", "voir aussi", "vous aimerez aussi", "à découvrir", "à lire", "à lire aussi",
            "à lire également", "à voir aussi",
            // Spanish
            "artículos relacionados", "contenido relacionado", "lea además", "lea más", "lea también", "lee además", "lee más",
            "lee también", "leer más", "lo más leído", "lo más visto", "más en esta sección", "más información", "más leídas",
            "más leídos", "más noticias", "más sobre este tema", "mira también", "mirá también", "noticias relacionadas",
            "notas relacionadas", "otras noticias", "podría interesarte", "puede interesarle", "recomendados", "relacionadas",
            "relacionado", "relacionados", "seguí leyendo", "seguir leyendo", "sigue leyendo", "te puede interesar", "te podría interesar",
            "también te puede interesar", "temas relacionados", "ver más", "ver también", "vea también", "además", "últimas noticias",
            "le puede interesar", "quizás te interese",
            // Portuguese
            "artigos relacionados", "conteúdo relacionado", "leia mais", "leia também", "ler mais", "mais lidas", "mais lidos",
            "mais notícias", "matérias relacionadas", "notícias relacionadas", "posts relacionados", "saiba mais", "veja mais",
            "veja também", "últimas notícias", "você pode gostar", "recomendadas",
            // Italian
            "articoli correlati", "articoli più letti", "correlati", "guarda anche", "i più letti", "leggi anche", "leggi tutto",
            "notizie correlate", "potrebbe interessarti", "potrebbe interessarti anche", "ti potrebbe interessare",
            "ti potrebbero interessare", "vedi anche", "ultime notizie", "approfondisci", "approfondimenti",
            // Dutch
            "aanbevolen", "bekijk ook", "gerelateerd", "gerelateerde artikelen", "lees meer", "lees ook", "lees verder",
            "meer over dit onderwerp", "meest gelezen", "meer nieuws", "ook interessant",
            // Danish, Norwegian, Swedish, Finnish
            "anbefalt", "annet nytt", "du kan også lide", "les mer", "les også", "læs mere", "læs også", "läs mer", "läs också", "mer om",
            "mest lest", "mest læst", "mest läst", "se også", "se også", "relaterade artiklar", "relaterte artikler",
            "relaterede artikler", "lue lisää", "lue myös", "luetuimmat",
            // Polish, Czech, Slovak, Hungarian, Romanian
            "czytaj także", "czytaj też", "czytaj więcej", "najczęściej czytane", "polecane", "powiązane artykuły", "przeczytaj także",
            "przeczytaj też", "zobacz także", "zobacz też", "čtěte také", "mohlo by vás zajímat", "nejčtenější", "přečtěte si také",
            "související články", "čítajte aj", "súvisiace články", "ajánlott cikkek", "kapcsolódó cikkek", "olvassa el ezt is",
            "articole similare", "citește și", "vezi și", "citeste si",
            // Russian, Ukrainian, Bulgarian, Serbian, Croatian
            "другие новости", "материалы по теме", "на эту тему", "похожие материалы", "похожие статьи", "по теме", "рекомендуем",
            "самое популярное", "смотрите также", "читать далее", "читайте также", "читайте также по теме", "также по теме",
            "дивіться також", "популярне", "читайте також", "по темата", "още по темата", "прочетете още", "pročitajte još",
            "pročitajte i", "povezani članci",
            // Turkish, Greek, Hebrew, Arabic, Persian
            "bunlar da ilginizi çekebilir", "ilgili haberler", "i̇lgili haberler", "διαβάστε ακόμα", "διαβάστε ακόμη", "διαβάστε επίσης",
            "δείτε επίσης", "σχετικά άρθρα", "קראו גם", "כתבות נוספות", "עוד בנושא", "اقرأ أيضا", "اقرأ أيضاً", "اقرأ المزيد", "ذات صلة",
            "مقالات ذات صلة", "مواضيع ذات صلة", "بیشتر بخوانید", "مطالب مرتبط",
            // Chinese, Japanese, Korean, Vietnamese, Indonesian, Thai, Hindi
            "相关阅读", "相关新闻", "相关文章", "推荐阅读", "延伸阅读", "更多", "相關新聞", "相關文章", "延伸閱讀", "推薦閱讀", "あわせて読みたい", "おすすめ記事", "こちらもおすすめ", "関連リンク",
            "関連記事", "人気記事", "ランキング", "最新記事", "관련 기사", "관련기사", "많이 본 뉴스", "추천 기사", "bài viết liên quan", "tin liên quan", "xem thêm",
            "đọc thêm", "artikel terkait", "baca juga", "berita terkait", "lihat juga", "simak juga", "ข่าวที่เกี่ยวข้อง", "यह भी पढ़ें",
            "ये भी पढ़ें", "संबंधित खबरें",
        ],
    ),
    (
        Reason::Share,
        &[
            "article share options", "bookmark", "copied", "copy link", "email", "e-mail", "email this", "email this article", "facebook",
            "flipboard", "follow", "follow us", "gift article", "gift this article", "instagram", "like this", "like this:", "link copied",
            "linkedin", "messenger", "pin it", "pinterest", "pocket", "print", "print article", "print this article", "reddit", "save",
            "save article", "save story", "send", "share", "share article", "share on", "share on facebook", "share on twitter",
            "share on x", "share options", "share story", "share this", "share this article", "share this page", "share this post",
            "share this story", "share this with", "share this:", "share to", "share via email", "share with", "shares", "telegram",
            "threads", "tiktok", "tumblr", "tweet", "tweet this", "twitter", "via email", "viber", "whatsapp", "xing", "youtube",
            "tweet may have been deleted", "view this post on instagram", "view image", "view original", "listen",
            "listen to this article", "listen to article", "give this article", "rss", "sms",
            // German
            "artikel drucken", "artikel teilen", "artikel verschicken", "artikel versenden", "auf facebook teilen", "auf twitter teilen",
            "diesen artikel teilen", "drucken", "folgen sie uns", "link kopieren", "merken", "per mail teilen", "teilen", "teilen mit",
            "twittern", "versenden", "vorlesen", "artikel merken", "beitrag teilen", "artikel anhören", "gefällt mir", "gefällt mir:",
            "teilen mit:",
            // French
            "copier le lien", "envoyer par e-mail", "imprimer", "partager", "partager cet article", "partager l'article",
            "partager sur facebook", "partager sur twitter", "suivez-nous",
            // Spanish, Portuguese, Italian, Dutch
            "comparte", "compartí", "compartilhar", "compartilhe", "compartilhe isso", "compartir", "compartir en facebook",
            "compartir en twitter", "comparte esto", "copiar enlace", "copiar link", "enviar", "enviar por email", "guardar", "imprimir",
            "imprimir", "síguenos", "condividi", "condividi su", "segui", "stampa", "delen", "deel dit artikel", "deel dit bericht",
            "deel via", "volg ons", "escuchar", "ouvir", "partilhar",
            // Scandinavian, Polish, Czech, Russian, Ukrainian, Turkish
            "del", "del artikel", "del artikkelen", "del på facebook", "dela", "dela artikeln", "jaa", "udostępnij", "podziel się",
            "sdílet", "поделиться", "поделитесь", "поділитися", "paylaş",
            // Asian
            "分享", "分享到", "シェア", "シェアする", "ツイート", "공유", "공유하기", "bagikan", "chia sẻ", "مشاركة", "شارك",
        ],
    ),
    (
        Reason::Tags,
        &[
            "categories", "category", "filed under", "keywords", "labels", "tag", "tags", "topics", "topics in this article",
            "topics mentioned in this article", "kategorie", "kategorien", "schlagworte", "schlagwörter", "stichworte", "mots-clés",
            "thèmes", "etiquetas", "temas", "categorías", "assuntos", "categorias", "argomenti", "tag:", "trefwoorden", "теги", "标签",
            "キーワード", "タグ", "태그",
        ],
    ),
    (
        Reason::Other,
        &[
            "all rights reserved", "appeared first on", "apareció primero en", "erschien zuerst auf", "est apparu en premier sur",
            "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados", "todos os direitos reservados",
            "tutti i diritti riservati", "image", "photo", "play", "play video", "pause", "mute", "loading", "loading...", "please wait",
            "gallery", "error", "fullscreen", "share this video", "video player", "live", "foto", "fotos", "bild", "bilder", "quiz",
            "poll", "vote", "abspielen", "video abspielen", "wird geladen", "lädt", "*", "more info",
        ],
    ),
];

/// How lines begin that are nothing but a pointer elsewhere, with a colon or the like behind: "Also read: …".
#[rustfmt::skip] // One line a word would be pages of words.
const BEGINNINGS: &[(Reason, &[&str])] = &[
    (
        Reason::Related,
        &[
            "also read", "also see", "click here to read", "don't miss", "explore more", "for more", "further reading", "in pictures",
            "in pics", "keep reading", "learn more", "listen", "more", "more from", "more info", "more on", "more on this", "more stories",
            "must read", "next", "photos", "read", "read also", "read more", "read more about", "read more here", "read more on",
            "read next", "read the full story", "read this", "recommended", "related", "related article", "related articles",
            "related coverage", "related post", "related posts", "related stories", "related story", "related video", "related content",
            "see", "see also", "see more", "see photos", "slideshow", "up next", "video", "watch", "watch also", "watch below",
            "watch more", "watch now", "you may also like", "you might also like", "from the archive", "gallery", "photo gallery",
            "bildergalerie", "fotogalerie", "fotostrecke", "galería", "galerie", "auch interessant", "auch lesenswert", "lesen sie auch",
            "lesen sie dazu", "lesen sie dazu auch", "lesen sie hier", "lesen sie mehr", "lesen sie mehr zum thema", "lesen sie weiter",
            "lesetipp", "lest auch", "lies auch", "mehr dazu", "mehr lesen", "mehr zu", "mehr zum thema", "passend dazu", "siehe auch",
            "weiterlesen", "zum thema", "das könnte dich auch interessieren", "das könnte sie auch interessieren", "hier geht's zu",
            "im video", "lese auch", "lies hier", "lesen sie", "mehr", "a lire", "lire aussi", "lire également", "lisez aussi",
            "notre article", "relire", "voir aussi", "à lire", "à lire aussi", "à lire également", "à lire sur le sujet", "en savoir plus",
            "lea además", "lea aquí", "lea más", "lea también", "lee además", "lee más", "lee también", "leé también", "leer además",
            "leer más", "leer también", "mira también", "mirá también", "más información", "nota relacionada", "te puede interesar",
            "también lee", "también puede leer", "vea también", "ver también", "vea además", "le puede interesar", "además lea",
            "puede leer", "lea", "además", "puedes leer", "también te puede interesar", "te recomendamos", "relacionado", "confira",
            "leia", "leia ainda", "leia mais", "leia também", "saiba mais", "veja", "veja mais", "veja também", "guarda anche", "leggi",
            "leggi anche", "leggi qui", "vedi anche", "per approfondire", "bekijk ook", "lees meer", "lees ook", "lees verder",
            "luister ook", "les mer", "les også", "les saken", "læs mere", "læs også", "läs mer", "läs också", "se også", "lue lisää",
            "lue myös", "czytaj", "czytaj też", "czytaj także", "czytaj więcej", "przeczytaj", "przeczytaj także", "przeczytaj też",
            "zobacz też", "zobacz także", "zobacz", "polecamy", "čtěte také", "čtěte více", "více", "přečtěte si", "přečtěte si také",
            "čítajte aj", "olvasta már", "citește și", "citiți și", "читайте", "читайте также", "читайте далее", "читать далее",
            "смотрите также", "см. также", "подробнее", "читайте також", "дивіться також", "прочетете още", "pročitajte još",
            "pročitajte i", "i̇lgili haber", "ayrıca okuyun", "διαβάστε", "διαβάστε ακόμα", "διαβάστε επίσης", "δείτε", "δείτε επίσης",
            "קראו גם", "اقرأ أيضا", "اقرأ أيضاً", "اقرأ المزيد", "طالع أيضا", "شاهد أيضا", "相关阅读", "延伸阅读", "延伸閱讀", "関連記事", "あわせて読みたい",
            "관련기사", "관련 기사", "xem thêm", "đọc thêm", "baca juga", "baca", "simak juga", "lihat juga", "อ่านเพิ่มเติม", "ये भी पढ़ें",
            "यह भी पढ़ें",
        ],
    ),
    (
        Reason::Share,
        &[
            "follow us on", "share this", "share on", "teilen", "folgen sie uns auf", "suivez-nous sur", "síguenos en", "siga-nos",
            "seguici su", "volg ons op",
        ],
    ),
    (
        Reason::Tags,
        &[
            "categories", "category", "filed in", "filed to", "filed under", "keywords", "labels", "posted in", "tagged", "tagged with",
            "tags", "topics", "kategorie", "kategorien", "schlagwörter", "schlagworte", "stichwörter", "tagged as", "themen", "mots-clés",
            "etiquetas", "temas", "categorías", "categorias", "теги", "标签", "タグ", "more about", "more on", "related topics",
            "archiviert unter", "abgelegt unter", "veröffentlicht in", "publicado en", "publié dans",
        ],
    ),
    (Reason::Advertisement, &["advertisement", "anzeige", "werbung", "publicité", "sponsored by"]),
];

/// Words that tell a prompt wherever they stand in a short block.
#[rustfmt::skip] // One line a word would be pages of words.
const PROMPTS: &[(Reason, &[&str])] = &[
    (
        Reason::Share,
        &[
            "did you find the article interesting", "did you like this article", "enjoy this article?", "enjoyed this article?",
            "find us on facebook", "follow her on twitter", "follow him on twitter", "follow me on twitter", "follow us on", "follow @",
            "join our whatsapp", "join us on facebook", "join us on telegram", "like us on facebook", "on facebook and twitter",
            "share it here", "share the article", "share your thoughts", "share this story", "send us a message", "email us at",
            "e-mail us at", "contact us at", "got a tip", "have a tip", "contact the editors", "write to us at", "escríbenos a",
            "schreiben sie uns", "vous avez des renseignements", "subscribe on youtube", "subscribe to our channel",
            "suscríbete a nuestro canal", "is on twitter at", "can be reached at", "on twitter: @", "en twitter:", "auf twitter:",
            "folgen sie uns", "folge uns auf", "folgt uns auf", "möchten sie den artikel teilen", "suivez-nous sur", "síguenos en",
            "síganos en", "seguinos en", "únete a nuestro canal", "siga a gente no", "siga nas redes", "seguici su", "volg ons op",
            "ikuti kami di", "подписывайтесь на наш",
        ],
    ),
    (
        Reason::Newsletter,
        &[
            "already a subscriber?", "already have an account", "become a member today", "become a subscriber", "breaking news alerts",
            "by signing up you agree", "by subscribing, you agree", "delivered straight to your inbox", "delivered to your inbox",
            "directly to your inbox", "download our app", "download the app", "enter your email", "for our newsletter", "free newsletter",
            "get our newsletter", "get the latest news", "in your inbox", "please consider donating", "sign up for our", "sign up for the",
            "sign up here", "sign up to our", "sign up to receive", "straight to your inbox", "subscribe here", "subscribe now",
            "subscribe to our", "subscribe to the", "support independent journalism", "support our journalism", "support our work",
            "thank you for reading", "thanks for reading", "this article is for subscribers", "to continue reading", "to read the full",
            "to your inbox", "your free article", "you have reached your limit", "abonnieren sie", "anmeldung zum newsletter",
            "bereits abonnent", "bereits registriert", "dieser artikel ist nur für abonnenten", "für den newsletter", "in ihr postfach",
            "ins postfach", "jetzt abonnieren", "kostenlosen newsletter", "mit dem newsletter", "newsletter abonnieren",
            "newsletter anmelden", "unseren newsletter", "unserem newsletter", "abonnez-vous", "article réservé aux abonnés",
            "cet article est réservé", "déjà abonné", "inscrivez-vous", "newsletter gratuite", "notre newsletter", "recevez chaque",
            "recevez gratuitement", "nuestro boletín", "nuestra newsletter", "recibe en tu correo", "suscríbase", "suscríbete",
            "suscribite", "ya soy suscriptor", "únete a", "assine a newsletter", "assine a nossa", "cadastre-se",
            "exclusivo para assinantes", "inscreva-se", "receba as notícias", "receba no seu e-mail", "abbonati", "iscriviti alla",
            "abonneer je", "meld je aan voor", "nieuwsbrief", "prenumerera på", "tilmeld dig", "zapisz się", "подпишитесь на",
            "підписуйтесь на", "подписывайтесь на", "abone olun",
        ],
    ),
    (
        Reason::Cookie,
        &[
            "accept cookies", "ad blocker", "adblocker", "ad-blocker", "cookie policy", "enable javascript", "javascript is disabled",
            "our use of cookies", "uses cookies", "use cookies", "your browser does not support", "your browser is out of date",
            "verwendet cookies", "verwenden cookies", "cookies zu", "utilise des cookies", "utiliza cookies", "utilizza cookie",
            "gebruikt cookies", "javascript aktivieren", "activer javascript", "zustimmung", "externen inhalt", "externe inhalte",
        ],
    ),
    (
        Reason::Comments,
        &[
            "comments are closed", "comments (", "leave a comment", "post a comment", "log in to comment", "login to comment",
            "kommentare (", "einen kommentar schreiben", "laisser un commentaire", "deja un comentario", "deixe um comentário",
            "lascia un commento", "komentarz",
        ],
    ),
    (
        Reason::Other,
        &[
            "all rights reserved", "appeared first on", "apareció primero en", "erschien zuerst auf", "est apparu en premier sur",
            "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados", "todos os direitos reservados",
            "riproduzione riservata", "reproduction interdite", "may not be published, broadcast, rewritten", "this material may not be",
            "terms of service apply", "affiliate commission", "affiliate links", "earn a commission", "powered by ",
            "may get a commission", "get a commission", "affiliate-link", "click here to", "klicken sie hier",
        ],
    ),
];

static WHOLE: LazyLock<HashMap<&'static str, Reason>> = LazyLock::new(|| by_text(LINES));
static BEGIN: LazyLock<HashMap<&'static str, Reason>> = LazyLock::new(|| by_text(BEGINNINGS));

fn by_text(table: &[(Reason, &'static [&'static str])]) -> HashMap<&'static str, Reason> {
    table.iter().flat_map(|(reason, texts)| texts.iter().map(|text| (*text, *reason))).collect()
}

/// How captions begin that no markup tells, in lower case. By language, sorted.
#[rustfmt::skip] // One line a word would be pages of words.
const CAPTIONS: &[&str] = &[
            "(credit:", "(image credit:", "(image:", "(photo by", "(photo:", "credit:", "image credit:", "image source:", "image:",
            "photo by", "photo credit:", "photo:", "photograph by", "photograph:", "picture:", "source: ap", "abb.", "abbildung", "bild:",
            "bildquelle:", "fig.", "figure ", "foto:", "fotos:", "(foto:", "(bild:", "grafik:", "© ", "crédit :", "crédit photo",
            "crédits :", "photo :", "imagen:", "fotografía:", "(foto", "图注", "图：", "写真：", "写真=", "사진",
        ];

/// Whether a line can only be a caption or credit.
pub(crate) fn is_caption(line: &str) -> bool {
    let start: String = line.chars().take(24).collect::<String>().to_lowercase();
    CAPTIONS.iter().any(|begin| start.starts_with(begin))
}

/// A prompt is no longer than this, in characters.
const PROMPT: usize = 240;

/// A line as the tables have it.
pub(crate) fn plain(line: &str) -> String {
    let line = line.to_lowercase().replace(['\u{2019}', '\u{2018}', '\u{b4}'], "'");
    line.trim_matches(|c: char| !c.is_alphanumeric() && c != '*').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a block is that says nothing but a label.
pub(crate) fn label(plain: &str) -> Option<Reason> {
    WHOLE.get(plain).copied()
}

/// What a line points to that begins with a label and a colon, bar, dash or arrow: "Also read: …".
pub(crate) fn beginning(line: &str) -> Option<Reason> {
    let lower: String = line.chars().take(60).collect::<String>().to_lowercase().replace('\u{2019}', "'");
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = lower.find([':', '：', '|', '»', '>', '›', '→', '►', '▶', '–', '—', '-', '/'])?;
    BEGIN.get(lower[..end].trim()).copied()
}

/// What a short block prompts the reader to do.
pub(crate) fn prompt(plain: &str) -> Option<Reason> {
    if plain.chars().count() > PROMPT {
        return None;
    }
    let asks = ["get ", "sign up", "subscribe", "abonn", "anmeld", "bestell", "inscri", "suscri", "registr", "購読"];
    if ["newsletter", "boletín", "nieuwsbrief", "メルマガ", "最新情報"].iter().any(|letter| plain.contains(letter))
        && asks.iter().any(|ask| plain.contains(ask))
    {
        return Some(Reason::Newsletter);
    }
    PROMPTS.iter().find(|(_, texts)| texts.iter().any(|text| plain.contains(text))).map(|(reason, _)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_whole_lines_and_pointers_begin_with_one() {
        assert_eq!(label(&plain("Also read:")), Some(Reason::Related));
        assert_eq!(label(&plain("  ADVERTISEMENT ")), Some(Reason::Advertisement));
        assert_eq!(label(&plain("Also read the small print.")), None);
        assert_eq!(beginning("Lesen Sie auch: Der Hafen friert zu"), Some(Reason::Related));
        assert_eq!(beginning("Read the room, he said: nobody moved."), None);
        assert_eq!(prompt(&plain("Sign up for our newsletter to get more.")), Some(Reason::Newsletter));
        assert_eq!(prompt(&plain("He signed up for the army.")), None);
    }

    #[test]
    fn every_row_is_as_the_lines_are_compared() {
        for text in LINES.iter().flat_map(|(_, texts)| *texts) {
            assert_eq!(text.to_lowercase(), **text, "{text}");
        }
    }
}
