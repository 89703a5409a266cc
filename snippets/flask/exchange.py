"""요청 하나를 보내고, 그 답을 몇 줄로 찍는 도우미."""


def ask(client, method, path, headers=(), **options):
    """`method path`를 보내고 상태, 고른 헤더, 본문을 찍는다. 오류 화면의 HTML은 찍지 않는다."""
    answer = client.open(path, method=method, **options)
    print(method, path, "->", answer.status)
    for name in headers:
        for value in answer.headers.getlist(name):
            print(f"   {name}: {value}")
    text = answer.get_data(as_text=True).strip()
    if text and (answer.status_code < 400 or answer.is_json):
        print("  ", text)
    return answer
