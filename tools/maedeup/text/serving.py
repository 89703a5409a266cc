"""What an author reads while a site is served, and no reader ever."""

PROBLEM_TITLE = "쪽을 만들지 못했다"
PROBLEM_HINT = "고쳐서 저장하면 이 쪽이 저절로 돌아온다."
RUNNING = "실행 중이다."
TOOK = " 지난번에는 {seconds:.1f}초 걸렸다."
