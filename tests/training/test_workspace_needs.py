"""What a program needs of its sandbox, as its text tells: its own data, folders served."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from grader.catalog import BUILT_IN
from grader.sandbox.plan import SandboxKind
from grader.submission import read
from grader.training import run
from grader.training.workspace_needs import Needs, needed_by
from grader.validation.cases import find_cases

HORSES = ("horse-or-human", "validation-horse-or-human")
HANDS = ("rps",)
COPIES_BY_HAND = {"trains_on_a_copied_part.py"}


def needs(code: str, folders: tuple[str, ...] = HORSES) -> Needs:
    return needed_by(code.encode(), folders)


@pytest.mark.parametrize(
    "code",
    [
        "zip_ref.extractall('data/horse-or-human')",
        'zipped.extractall(path="./data/horse-or-human/train")',
        "base = os.path.join(os.getcwd(), 'data')\nz.extractall(os.path.join(base, 'rps'))",
        "for n in names: z.extractall(f'data/{n}')",
        "root = Path('data')\n(root / 'a.png').unlink()",
        "root = Path('data')\nfor f in root.glob('*/*.png'): f.rename(f.with_suffix('.jpg'))",
        "os.chdir('data')\nz.extractall('rps')",
        "get_ipython().system('unzip -q rps.zip -d data')",
        "get_ipython().run_line_magic('cd', 'data')\nget_ipython().system('unzip -q /tmp/rps.zip')",
        "subprocess.run(\n    ['unzip', '-q', 'rps.zip', '-d', 'data'],\n)",
        "os.system('rm -rf data/horse-or-human')",
        "os.system('find data/PetImages -size 0 -delete')",
        "shutil.unpack_archive('rps.zip', 'data')",
        "get_file('rps.zip', origin=url, extract=True, cache_dir='.', cache_subdir='data')",
        "tarfile.open('rps.tar').extractall('data')",
        "folder = 'data/rps'\nos.rename(os.path.join(folder, a), os.path.join(folder, b))",
        "shutil.rmtree('data/horse-or-human')",
        "os.makedirs('/content/data/rps', exist_ok=True)",
        "with open(os.path.join('data', name), 'wb') as file: file.write(read)",
        "from PIL import Image\nImage.open('data/a.png').resize((9, 9)).save(path)",
    ],
)
def test_a_program_that_may_change_data_gets_its_own(code: str) -> None:
    assert needs(code).own_data


@pytest.mark.parametrize(
    "code",
    [
        "flow_from_directory('data/rps')\nmodel.save('mymodel.h5')",
        "urlretrieve('https://a.org/data/rps.zip', '/tmp/rps.zip')\nz.extractall('/tmp')",
        "os.listdir('data/rps')\nos.makedirs('checkpoints', exist_ok=True)",
        "os.listdir('data/rps')\nwith open('classes.txt', 'w') as file: file.write(names)",
        "with open('data/rps/rock/a.png', 'rb') as file: file.read()",
        "data = load('data/rps')\nmore = data.copy()",
        "get_ipython().system('ls data/rps | head')",
        "validation_data = z.extractall('/content/pictures')",
    ],
)
def test_a_program_that_only_reads_data_gets_no_copy(code: str) -> None:
    assert needs(code) == Needs()


def test_the_solutions_that_read_data_get_no_copy(tmp_path: Path) -> None:
    folders = {"problem3": HORSES, "problem4": HANDS, "problem1": ("fashion-mnist",)}
    copied = {
        case.path.name
        for name, names in folders.items()
        for case in find_cases(BUILT_IN.load(name), tmp_path)
        if needed_by(read(case.path).program, names) != Needs()
    }
    assert copied == COPIES_BY_HAND


@pytest.mark.parametrize(
    ("code", "empty"),
    [
        ("z.extractall('data')\nflow_from_directory('data')", True),
        ("z.extractall('data/train')\nlisted = os.listdir('data/train')", True),
        ("urlretrieve(url, 'horse-or-human.zip')\nz.extractall('./data/')", True),
        ("z.extractall('data/horse-or-human')", False),
        ("for n in ('horse-or-human', 'x'): z.extractall('data/' + n)", False),
        ("os.remove('data/a.png')\nos.listdir('data')", False),
    ],
)
def test_data_is_empty_where_all_in_it_is_unpacked(code: str, empty: bool) -> None:  # noqa: FBT001
    assert needs(code) == Needs(own_data=True, empty_data=empty)


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("flow_from_directory('/tmp/horse-or-human/')", ["tmp/horse-or-human"]),
        ("os.path.join('/tmp/validation-horse-or-human', x)", ["tmp/validation-horse-or-human"]),
        ("os.listdir('/content/horse-or-human/horses')", ["work/horse-or-human"]),
        ("a = './horse-or-human'", ["work/horse-or-human"]),
        ("a = '../tmp2/horse-or-human/'", ["home/tmp2/horse-or-human"]),
        ("get_ipython().system('ls /tmp/horse-or-human | head')", ["tmp/horse-or-human"]),
        # It unpacks, or makes the folder, itself.
        ("z.extractall('/tmp/horse-or-human')\nflow_from_directory('/tmp/horse-or-human')", []),
        ("os.makedirs('/tmp/horse-or-human')\nos.listdir('/tmp/horse-or-human')", []),
        ("get_ipython().system('cp -r data/a /tmp/horse-or-human')", []),
        # It names another place, or an archive.
        ("a = '/tmp/horse-or-human.zip'", []),
        ("a = '/home/ana/tmp/horse-or-human/'", []),
        ("a = 'data/horse-or-human'", []),
    ],
)
def test_a_folder_is_served_where_a_program_names_it_and_never_fills_it(
    code: str, places: list[str]
) -> None:
    found = needs(code)
    assert [place for place, _ in found.served] == places
    assert not (places and found.own_data)


def test_a_program_that_changes_what_is_served_gets_its_own_data() -> None:
    code = "for name in os.listdir('/tmp/rps/rock'): os.remove('/tmp/rps/rock/' + name)"
    assert needs(code, HANDS) == Needs(own_data=True, served=(("tmp/rps", "rps"),))


def test_the_split_that_a_program_makes_is_not_served() -> None:
    code = "os.makedirs('/tmp/cats-v-dogs/training')\nfiles = os.listdir('/tmp/PetImages/Cat')"
    served = needed_by(code.encode(), ("PetImages",), own_data=True).served
    assert served == (("tmp/PetImages", "PetImages"),)


@pytest.mark.parametrize("left", ["a.txt", None])
def test_the_folders_of_a_python_below_tmp_are_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str | None
) -> None:
    monkeypatch.setattr(run, "python_folders", lambda _: (Path("/tmp/newcomer/.venv"),))
    (tmp_path / "tmp" / "newcomer" / ".venv").mkdir(parents=True)
    if left:
        (tmp_path / "tmp" / "newcomer" / left).touch()
    run._tidy(tmp_path, SandboxKind.ISOLATED, Needs(), Path("python"))
    assert [path.name for path in (tmp_path / "tmp").iterdir()] == (["newcomer"] if left else [])


def test_a_link_that_a_program_has_put_in_the_way_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "host" / "tmp2").mkdir(parents=True)
    (tmp_path / "host" / "tmp2" / "rps").symlink_to("elsewhere")
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "home").symlink_to(tmp_path / "host")
    served = Needs(served=(("home/tmp2/rps", "rps"),))
    run._tidy(tmp_path / "box", SandboxKind.BASIC, served, Path("python"))
    assert (tmp_path / "host" / "tmp2" / "rps").is_symlink()


@pytest.mark.parametrize(
    "code",
    [
        "BASE = '/tmp/rps'\nif os.path.exists(BASE): shutil.rmtree(BASE)\n",
        "BASE = '/tmp/rps'\nif not os.path.exists(BASE): shutil.copytree('data/rps', BASE)\n",
        "base = Path('/tmp/rps')\nbase.mkdir()\n",
        "OUT = '/tmp/rps'\nPath(OUT, 'rock').mkdir(parents=True)\n",
        "checkpoint = ModelCheckpoint('/tmp/rps/best.weights.h5')\n",
        "board = TensorBoard(log_dir='/tmp/rps/logs')\n",
        "base = Path('/tmp/rps')\nos.makedirs(os.path.join(base, 'rock'), exist_ok=True)\n",
    ],
)
def test_a_folder_that_the_program_makes_or_saves_in_is_not_served(code: str) -> None:
    assert not needs(f"{code}train(f'{{BASE}}/rock')", HANDS).served
    assert needs("BASE = '/tmp/rps'\nflow_from_directory(BASE)", HANDS).served


def test_the_time_to_read_a_long_line_grows_with_its_length() -> None:
    begun = time.process_time()
    needs("x = '/tmp/rps'\n" + "move " * 40_000, HANDS)
    assert time.process_time() - begun < 10
