"""What queries are made of besides the words that are meant: endings, and words of asking."""

# What may stand behind a noun or a stem. Not what agrees with the last sound, as in `korean`: a
# query is typed in haste, and a stem that stands in the vault is proof enough.
_PARTICLES = """
들 에서 에게 에 한테 까지 부터 처럼 보다 만큼 만 마다 마저 조차 밖에 대로 뿐 같이 하고 끼리 용 별
으로 로 으로서 로서 으로써 로써 와 과 이나 나 이랑 랑 은 는 이 가 을 를 의 도 요 적 적인
이란 란 이라는 라는 이라고 라고 이라면 라면 이면 이고 인 인데 인지 인가 일까 일 이다 이며
입니다 이에요 예요 이야 야 이든 든 이지
"""
_VERBS = """
하는 하기 하면 하고 하지 하며 하려면 하게 하여 하다 한다 한 할 할까 해 해서 해야 했 했을 합니다
되는 되기 되면 되고 되지 되며 되어 된다 된 될 될까 돼 돼서 되나 시키는 시키기 시킨 는 은 을 기 음
게 고 며 면 면서 으면 으며 지 지는 지면 진 진다 질 까 을까 니 냐 나 나요 다 는다 는지 은지 을지
는가 은가 는데 은데 습니다 니다 던 도록 려면 으려면 려고 으려고 아 어 아서 어서 아야 어야 아도 어도
았 었 았다 었다 았을 었을 아지는 어지는 아지면 어지면 아진 어진 라 러 어요 아요 죠 지요 네 거나 든지
"""
ENDINGS = "|".join(sorted({*_PARTICLES.split(), *_VERBS.split()}, key=lambda e: (-len(e), e)))

_STOP_WORDS = """
이유 까닭 방법 방식 법 때 것 거 수 점 왜 어떻게 어떤 무엇 무슨 뭐 뭔가 뭘 언제 어디 어느 얼마 얼마나
하는 하면 하나 하나요 할 한 해야 하려면 되는 되나 되나요 되면 되지 돼 된다 있는 있나 있다 있을 없는
없나 없다 않는 않으면 않게 안 못 두면 위해 위한 대한 대해 관한 관해 통해 그리고 그런데 또는 및 더 잘
좀 꼭 이 그 저 뜻 의미 설명 정리 개념 예시 예제 알려줘 알고 싶어 쓰는 쓰나 쓸 사용하는
어케 어캐 뭐임 뭔지 뭔데 뭐가 뭐예요 무슨 말이에요 건가 건가요 거예요 걸까요 나음 나은 좋음 좋나요
됨 되요 됨요 하는법 모르겠어요 모르겠음 궁금 궁금합니다 궁금해요 알려주세요 도와주세요 헷갈려요
제발 그냥 갑자기 계속 자꾸 막 너무 진짜 혹시 근데 몇 몇개 ㅠㅠ ㅠ ㅜㅜ ㅋㅋ 씀 쓰면 쓰나요 써야
나와요 나옴 떠요 뜸 뜨는데 문제인가요 밖에 매번 이렇게 저렇게 그러면 이거 이게 그게 저는 제가 내가
경우 정도 주세요 해주세요
but got not been has have was were will should would there no than then so if you your
a an the of to in on for and or is are be do does with by how why what when which vs it its this
that from as at can i my
"""
STOP_WORDS = _STOP_WORDS.split()
"""Words that a question is made of and that say little of what it is about."""
