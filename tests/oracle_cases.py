"""Snippets that see, send, compile, trace or count on their own code, for `test_oracle`."""

# ruff: noqa: E501  # code in strings
from __future__ import annotations

ARRAY = "import numpy as np\n"
SUM = "def total(x):\n    y = np.cumsum(x)\n    z = y * 2\n    return z.sum()\n\n\n"

HOSTILE: dict[str, str] = {
    "grid_search": (
        "import warnings\n\nfrom sklearn.datasets import load_wine\n"
        "from sklearn.model_selection import GridSearchCV\nfrom sklearn.neighbors import KNeighborsClassifier\n\n"
        "warnings.filterwarnings('ignore')\n\n\n"
        "def hits(model, x, y):\n    right = model.predict(x) == y\n    share = right.mean()\n    return share\n\n\n"
        "x, y = load_wine(return_X_y=True)\n"
        "search = GridSearchCV(KNeighborsClassifier(), {'n_neighbors': [30, 1]}, scoring=hits, cv=2, n_jobs=2)\n"
        "search.fit(x, y)\nneighbors = search.best_params_['n_neighbors']\nscore = round(search.best_score_, 6)\nprint(neighbors, score)\n"
    ),
    "joblib_workers": (
        "import numpy as np\nfrom joblib import Parallel, delayed\n\n\n"
        "def cube(n):\n    m = n * n\n    return m * n\n\n\n"
        "def hits(least, x, y):\n    right = (x > least) == y\n    share = right.mean()\n    return share\n\n\n"
        "workers = Parallel(n_jobs=2)\ncubes = workers(delayed(cube)(n) for n in range(5))\n"
        "x = np.arange(8) / 8\ny = x > 0.5\nshares = workers(delayed(hits)(least, x, y) for least in (0.25, 0.5))\n"
        "shares = [float(share) for share in shares]\nprint(cubes, shares)\n"
    ),
    "cloudpickle_trip": (
        "import pickle\n\nimport cloudpickle\n\n\n"
        + ARRAY + SUM +
        "data = cloudpickle.dumps(total)\ncopy = pickle.loads(data)\n"
        "names = copy.__code__.co_names\nvalue = float(copy(np.arange(4)))\nprint(names, value)\n"
    ),
    "dill_trips": (
        "import dill\n\nscale = 3\n\n\ndef by(k):\n    def inner(a):\n        b = a * k\n        return b + scale\n\n    return inner\n\n\n"
        "f = by(2)\nlate = 'made after dill was there'\n"
        "copies = [dill.loads(dill.dumps(f, recurse=deep)) for deep in (False, True)]\n"
        "values = [g(5) for g in copies]\nsame = [g.__globals__ is globals() for g in copies]\n"
        "codes = [g.__code__ == f.__code__ for g in copies]\nfree = str(dill.detect.globalvars(f))\n"
        "source = dill.source.getsource(by)\nprint(values, same, codes, free, source)\n"
    ),
    "numba_functions": (
        ARRAY + "import numba\n\nfactor = 2.5\n\n\n@numba.njit\ndef inner(x):\n    y = x * factor\n    return y\n\n\n"
        "@numba.njit\ndef outer(a):\n    s = 0.0\n    for i in range(a.size):\n        v = inner(a[i])\n        s += v\n    return s\n\n\n"
        "@numba.vectorize(['float64(float64, float64)'])\ndef both(a, b):\n    c = a + b\n    return c * 2\n\n\n"
        "total = float(outer(np.arange(5.0)))\npairs = both(np.arange(3.0), 1.0).tolist()\n"
        "signatures, plain = str(outer.signatures), outer.py_func.__code__.co_names\nprint(total, pairs, signatures, plain)\n"
    ),
    "sent_to_a_child": (
        "import os\nimport subprocess\nimport sys\nimport tempfile\n\nimport cloudpickle\n\n\n"
        "def half(n):\n    m = n / 2\n    return m\n\n\n"
        "with tempfile.TemporaryDirectory() as folder:\n    path = os.path.join(folder, 'f.pkl')\n"
        "    with open(path, 'wb') as file:\n        file.write(cloudpickle.dumps(half))\n"
        "    code = 'import pickle, sys; print(pickle.load(open(sys.argv[1], \"rb\"))(5))'\n"
        "    done = subprocess.run([sys.executable, '-c', code, path], capture_output=True, text=True)\n"
        "answer = done.stdout\nprint(answer, done.stderr)\ndel path, folder, file, code\n"
    ),
    "forked_pool": (
        "from multiprocessing import get_context\n\n" + ARRAY + SUM +
        "with get_context('fork').Pool(2) as pool:\n    sums = pool.map(total, [[1, 2], [3, 4, 5]])\n"
        "sums = [int(n) for n in sums]\nprint(sums)\n"
    ),
    "source_and_bytecode": (
        "import dis\nimport inspect\nimport io\nimport marshal\n\n" + ARRAY + SUM +
        "out = io.StringIO()\ndis.dis(total, file=out)\nsteps = out.getvalue()\nsource = inspect.getsource(total)\n"
        "size = len(marshal.dumps(total.__code__))\nargs = str(inspect.signature(total))\nprint(steps)\n"
    ),
    "bytecode_by_other_names": (
        "import importlib\n\n" + ARRAY + SUM +
        "reading = 'co_' + 'code'\nraw = getattr(getattr(total, '__co' + 'de__'), reading)\nlength = len(raw)\n"
        "names = getattr(getattr(total, '__co' + 'de__'), 'co_' + 'consts')\n"
        "size = len(importlib.import_module('mar' + 'shal').dumps(getattr(total, '__co' + 'de__')))\nprint(length, names, size)\n"
    ),
    "code_of_a_frame": (
        "import sys\n\n" + ARRAY +
        "def inner():\n    a = np.ones(3)\n    b = a * 2\n    frame = sys._getframe()\n"
        "    code = getattr(frame, 'f_' + 'code')\n    return len(code.co_code), code.co_consts, code is inner.__code__, b.sum()\n\n\n"
        "size, consts, same, n = inner()\nn = float(n)\nprint(size, consts, same)\n"
    ),
    "all_names": (
        "import builtins\n\n" + ARRAY + SUM +
        "a = total(np.ones(2))\nhere = sorted(name for name in globals() if not name.startswith('__'))\n"
        "there = len(dir(builtins))\nodd = [name for name in vars(builtins) if not name.isidentifier()]\n"
        "def names():\n    k = np.ones(2)\n    return sorted(locals()), names.__code__.co_names\n\n\n"
        "inside = repr(names())\nprint(here, there, odd, inside)\n"
    ),
    "threads": (
        "import threading\n\n" + ARRAY +
        "found = []\nlock = threading.Lock()\n\n\ndef work(n):\n    rows = 0\n    for step in range(700):\n"
        "        x = np.ones(1 + step % 3)\n        rows += int(x.size)\n    with lock:\n        found.append(rows + n)\n\n\n"
        "threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]\n"
        "for thread in threads:\n    thread.start()\nfor thread in threads:\n    thread.join()\nfound.sort()\nprint(found)\n"
    ),
    "recursion": (
        ARRAY + "def depth(n):\n    x = np.full(2, n)\n    if n == 0:\n        return x\n    y = depth(n - 1) + x\n    return y\n\n\n"
        "deep = [int(v) for v in depth(150)]\nprint(deep)\n"
        "def endless(n):\n    m = n + 1\n    return endless(m)\n\n\n"
        "try:\n    endless(0)\nexcept RecursionError as error:\n    kind = type(error).__name__\n    words = str(error)[:32]\nprint(kind, words)\n"
    ),
    "copied_functions": (
        "import copy\nimport types\n\n" + ARRAY + SUM +
        "same = copy.deepcopy(total) is total\ntwin = types.FunctionType(total.__code__, globals(), 'twin')\n"
        "value = float(twin(np.arange(3)))\nequal = twin.__code__ == total.__code__\nprint(same, value, equal, twin.__code__.co_stacksize)\n"
    ),
    "jit_trace": (
        "import torch\n\n\ndef f(x):\n    y = x * 2\n    z = y.reshape(-1)\n    return z + y.sum()\n\n\n"
        "traced = torch.jit.trace(f, torch.ones(2, 3))\ngraph = str(traced.graph)\nkinds = [node.kind() for node in traced.graph.nodes()]\n"
        "out = traced(torch.ones(1, 2)).tolist()\nprint(kinds, out)\n"
    ),
    "jit_trace_by_another_name": (
        "import torch\n\ntracing = getattr(getattr(torch, 'j' + 'it'), 'tra' + 'ce')\n\n\n"
        "class Net(torch.nn.Module):\n    def forward(self, x):\n        y = x * 2\n        z = y.reshape(-1)\n        return z + y.sum()\n\n\n"
        "traced = tracing(Net(), torch.ones(2, 3))\nkinds = [node.kind() for node in traced.graph.nodes()]\nprint(kinds)\n"
    ),
    "jit_script": (
        "import torch\n\n\n@torch.jit.script\ndef steps(x: torch.Tensor, n: int) -> torch.Tensor:\n    y = x\n"
        "    for i in range(n):\n        y = y + i\n    return y\n\n\nout = steps(torch.zeros(2), 4).tolist()\nprint(steps.code, out)\n"
    ),
    "fx_graph": (
        "import torch\nfrom torch import fx\n\n\nclass Net(torch.nn.Module):\n    def forward(self, x):\n        y = x * 2\n        return y.relu()\n\n\n"
        "module = fx.symbolic_trace(Net())\ncode = module.code\nout = module(torch.tensor([-1.0, 1.0])).tolist()\nprint(code, module.graph)\n"
    ),
    "generators": (
        ARRAY + "def rows(n):\n    for i in range(n):\n        v = np.full(2, i)\n        got = yield v\n        if got is not None:\n            v = got\n\n\n"
        "it = rows(3)\nfirst = next(it).tolist()\nsecond = it.send(np.ones(1)).tolist()\nrest = [r.tolist() for r in it]\n"
        "def chain():\n    x = yield from rows(2)\n    return x\n\n\nall_rows = [r.tolist() for r in chain()]\nprint(first, second, rest, all_rows)\n"
    ),
    "coroutines": (
        "import asyncio\n\n" + ARRAY +
        "async def ticks(n):\n    for i in range(n):\n        v = np.full(1, i)\n        await asyncio.sleep(0)\n        yield v\n\n\n"
        "async def main():\n    out = []\n    async for v in ticks(3):\n        out.append(int(v[0]))\n    both = await asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2))\n    return out + both\n\n\n"
        "seen = asyncio.run(main())\nprint(seen)\n"
    ),
    "closures_and_decorators": (
        "import functools\n\n" + ARRAY +
        "def counted(f):\n    calls = 0\n\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n        nonlocal calls\n        calls += 1\n"
        "        inner.calls = calls\n        value = f(*args, **kwargs)\n        return value\n\n    return inner\n\n\n"
        "@counted\n@functools.lru_cache\ndef double(n: int = 2) -> int:\n    \"\"\"Double.\"\"\"\n    m = n * 2\n    return m\n\n\n"
        "answers = [double(1), double(1), double()]\ninfo = str(double.__wrapped__.cache_info())\n"
        "doc, calls, free = double.__doc__, double.calls, double.__closure__[0].cell_contents\nprint(answers, info, doc, free)\n"
    ),
    "class_bodies": (
        ARRAY + "class Table(dict):\n    def __setitem__(self, key, value):\n        super().__setitem__(key, value)\n        self.log = [*getattr(self, 'log', []), key]\n\n\n"
        "class Meta(type):\n    @classmethod\n    def __prepare__(cls, name, bases):\n        return Table()\n\n"
        "    def __new__(cls, name, bases, body):\n        made = super().__new__(cls, name, bases, dict(body))\n        made.order = body.log\n        return made\n\n\n"
        "class Thing(metaclass=Meta):\n    a = np.ones(2)\n    for i in range(3):\n        b = a * i\n    x: int = 3\n\n    def __private(self):\n        __own = self.a + 1\n        return __own\n\n    def get(self):\n        self.__kept = self.__private()\n        return sorted(vars(self))\n\n\n"
        "order, kept = Thing.order, Thing().get()\nprint(order, kept)\n"
    ),
    "match_walrus_and_targets": (
        ARRAY + "out = []\nfor item in [np.ones(2), {'a': 1, 'b': [2, 3]}, (1, 2, 3), 'x']:\n    match item:\n        case {'a': a, **rest}:\n            c = rest\n            out.append(('map', a, c))\n"
        "        case (first, *others):\n            d = others\n            out.append(('seq', first, d))\n        case str() as s if (n := len(s)) > 0:\n            out.append(('str', n))\n        case _:\n            out.append('array')\n"
        "i, row = 0, [0, 0, 0]\ni, row[i] = 1, 5\nx = y = z = [1]\nx[0], *tail = 7, 8, 9\nrow[(k := 2)] += 4\nout.append((i, row, x, y, tail, k))\ntext = repr(out)\nprint(text)\n"
    ),
    "exec_and_eval": (
        ARRAY + "space = {}\nexec('def f(x):\\n    y = x + 1\\n    return y\\nz = f(1)', space)\nz = space['z']\n"
        "def scope():\n    a = np.ones(2)\n    return sorted(eval('locals()')), eval('a.sum()', None, {'a': a})\n\n\n"
        "names, n = scope()\nn = float(n)\nexec('w = 5')\nprint(z, names, n, w)\n"
    ),
    "traced_steps": (
        "import sys\n\nlines = []\n\n\ndef tracer(frame, event, arg):\n    lines.append((event, frame.f_lineno, frame.f_code.co_name))\n    return tracer\n\n\n"
        "def work():\n    a = 1\n    for i in range(2):\n        b = a + i\n    return b\n\n\n"
        "sys.settrace(tracer)\nwork()\nsys.settrace(None)\nsteps = repr(lines)\nprint(steps)\n"
    ),
    "traced_by_another_name": (
        "import sys\n\nlines = []\n\n\ndef tracer(frame, event, arg):\n    lines.append((event, frame.f_lineno))\n    return tracer\n\n\n"
        "def work():\n    a = 1\n    for i in range(2):\n        b = a + i\n    return [b]\n\n\n"
        "work()\nstart = getattr(sys, 'set' + 'trace')\nstart(tracer)\nx = work()\nx = work()\nstart(None)\nsteps = repr(lines)\nprint(steps)\n"
    ),
    "profiled_by_another_name": (
        "import sys\n\ncalls = []\nstart = getattr(sys, 'set' + 'profile')\n\n\ndef work(n):\n    a = [n]\n    return a\n\n\n"
        "start(lambda frame, event, arg: calls.append((event, frame.f_lineno)))\nfor i in range(3):\n    x = work(i)\nstart(None)\nseen = repr(calls)\nprint(seen)\n"
    ),
    "objects_of_the_process": (
        "import gc\nimport types\n\n" + ARRAY + SUM +
        "x = total(np.ones(3))\nlook = getattr(gc, 'get_' + 'referents')\n"
        "code = next(part for part in look(total) if isinstance(part, types.CodeType))\n"
        "size, consts = len(code.co_code), repr(code.co_consts)\nprint(size, consts)\n"
    ),
    "warnings_with_lines": (
        "import logging\nimport sys\nimport warnings\n\n" + ARRAY +
        "logging.basicConfig(stream=sys.stdout, format='%(funcName)s %(lineno)d %(message)s')\n\n\n"
        "def careless(x):\n    y = x / 0\n    warnings.warn('own words', stacklevel=2)\n    logging.warning('logged')\n    return y\n\n\n"
        "z = careless(np.ones(2))\nfor i in range(2):\n    z = careless(np.ones(1))\n"
    ),
    "traceback_printed": (
        "import sys\nimport traceback\n\n" + ARRAY +
        "def fails(x):\n    y = x.reshape(\n        4, 4)\n    return y\n\n\n"
        "try:\n    z = fails(np.ones(3))\nexcept ValueError:\n    shown = traceback.format_exc()\n    line = traceback.extract_tb(sys.exc_info()[2])[-1].lineno\n    traceback.print_exc()\nprint(shown, line)\n"
    ),
    "error_with_its_line": (
        ARRAY + "def fails(x):\n    y = x + 1\n    return y @ np.ones((3, 3))\n\n\nfor n in range(2):\n    z = fails(np.ones(2))\n"
    ),
    "error_in_a_method": (
        ARRAY + "class C:\n    __slots__ = ('w',)\n\n    def __init__(self):\n        self.w = np.ones(2)\n        self.v = (\n            self.w * 2)\n\n\nC()\n"
    ),
    "exit_with_a_code": "import sys\n\nprint('before')\nx = [1]\nif x:\n    sys.exit(3)\nprint('after')\n",
    "exit_with_words": "def leave(x):\n    y = x\n    raise SystemExit(f'gone: {y}')\n\n\nleave(2)\n",
    "surrogates": (
        "import os\n\nname = os.fsdecode(b'caf\\xe9')\nprint(name)\npair = (name, 1)\n"
        "try:\n    name.encode()\nexcept UnicodeEncodeError as error:\n    why = error.reason\n"
    ),
    "odd_objects": (
        "class Odd:\n    @property\n    def __class__(self):\n        raise RuntimeError('no class')\n\n    def __getattr__(self, name):\n        raise RuntimeError(name)\n\n    def __len__(self):\n        raise RuntimeError('len')\n\n    def __repr__(self):\n        raise RuntimeError('repr')\n\n\n"
        "odd = Odd()\nodds = [odd]\nfor thing in odds:\n    it = thing\npair = it, 1\nn = 5\nprint(n)\n"
    ),
    "counted_references": (
        "import gc\nimport sys\nimport weakref\n\n" + ARRAY +
        "class C:\n    pass\n\n\ndef f():\n    c = C()\n    c.x = np.ones(3)\n    d = c.x\n    return weakref.ref(c), sys.getrefcount(c), sys.getrefcount(d)\n\n\n"
        "gc.disable()\nref, first, second = f()\ngone = ref() is None\nx = np.ones(2)\ncount = sys.getrefcount(x)\nprint(gone, first, second, count)\n"
    ),
}  # fmt: skip

QUICK = (
    "basics/python_basics recurrent/ctc_paths convolution/odd_kernels tensors/broadcasting"
    " vision/iou_and_nms regularization/batch_norm_modes autograd/backpropagation"
    " architectures/inception_cost neural/artificial_neural_network tensors/inplace_operations"
    " recurrent/gru regularization/dropout_without_activation training/nn_module"
    " vision/spatial_pyramid_pooling basics/derivative_and_chain_rule optim/adam optim/optimizer"
    " recurrent/attention_mechanism convolution/filter_as_layer loss/cross_entropy"
    " basics/pytorch_overview recurrent/recurrent_neural_network optim/adagrad vision/u_net"
    " autograd/dynamic_computation_graph optim/optimizer_state basics/vectors_and_matrices"
    " architectures/googlenet_budget optim/rprop optim/adamw convolution/cnn_pieces recurrent/lstm"
    " training/lucky_validation training/mode_or_grad activation/deep_batch_norm"
    " data/dataset_and_dataloader basics/numpy_array recurrent/vision_patches optim/lbfgs"
    " architectures/dense_as_sparse architectures/inception_module basics/gram_matrix"
).split()
"""Quick ones of the project's own snippets."""
