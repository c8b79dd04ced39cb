"""What the document's snippets send, byte for byte as their languages' own encoders write it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Snippet:
    """One platform's post: its webhook, body and media type, and the service that it is counted for."""

    door: str
    body: bytes
    service: str
    content_type: str = "application/json"


LARAVEL = Snippet(
    door="laravel",
    # PHP's json_encode escapes slashes; Guzzle adds no charset.
    body=(
        rb'{"error_type":"DatabaseError","message":"Connection failed","severity":"critical","endpoint":"\/api\/users",'
        rb'"code":500,"stack_trace":"#0 \/app\/app\/Http\/Controllers\/UserController.php(42): '
        rb"Illuminate\\Database\\Connection->select()\n"
        rb'#1 {main}","context":{"database":"mysql"},"environment":"production"}'
    ),
    service="laravel",
)

FRONTEND = Snippet(
    door="frontend",
    # JSON.stringify writes no blanks, and UTF-8 as it is.
    body=(
        '{"service":"react","errorType":"TypeError","message":"Uncaught TypeError: x is undefined (Müller)",'
        '"severity":"high","endpoint":"/donations","userAgent":"Mozilla/5.0 (X11; Linux x86_64) Firefox/141.0",'
        '"url":"https://feedinghearts.com/donations","source":"https://feedinghearts.com/static/main.4f2a9c1b.js",'
        '"lineno":1,"colno":48211,"user_id":123,"environment":"production"}'
    ).encode(),
    service="react",
)

MOBILE = Snippet(
    door="mobile",
    # The http package adds the charset that its encoder uses.
    body=(
        b'{"error_type":"SocketException","message":"Connection refused","severity":"high","screen":"DonationScreen",'
        b'"device":"Pixel 8","os":"Android","app_version":"2.4.1","user_id":"u-77","session_id":"s-1234",'
        b'"environment":"production"}'
    ),
    service="mobile",
    content_type="application/json; charset=utf-8",
)

JAVA = Snippet(
    door="java",
    body=(
        b'{"errorType":"java.lang.IllegalStateException","message":"no route","severity":"high",'
        b'"stackTrace":"java.lang.IllegalStateException: no route\\n'
        b"\\tat org.example.geo.Router.find(Router.java:42)\\n"
        b'Caused by: java.net.ConnectException: refused\\n\\tat org.example.geo.Tiles.load(Tiles.java:7)",'
        b'"environment":"production","appVersion":"5.1.0"}'
    ),
    service="java",
)

DJANGO = Snippet(
    door="generic",
    # json.dumps separates with blanks.
    body=(
        b'{"service": "django", "severity": "high", "error_type": "ValidationError", '
        b'"message": "Invalid donation amount", "endpoint": "/api/donations/", '
        b'"context": {"amount": -10, "user_id": 123}}'
    ),
    service="django",
)

SNIPPETS = {"laravel": LARAVEL, "frontend": FRONTEND, "mobile": MOBILE, "java": JAVA, "django": DJANGO}
