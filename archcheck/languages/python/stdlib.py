"""The names of the standard library: the union over CPython 3.9 to 3.14 (`sys.stdlib_module_names` of each release)."""

_PUBLIC = """
    abc annotationlib antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile
    calendar cmath cmd code codecs codeop collections colorsys compileall compression concurrent configparser
    contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime dbm decimal difflib dis doctest email
    encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc
    genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http imaplib importlib inspect
    io ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap
    modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator optparse os pathlib pdb
    pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile
    pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets
    select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 sre_compile sre_constants
    sre_parse ssl stat statistics string stringprep struct subprocess symtable sys sysconfig syslog tabnanny tarfile
    tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc
    tty turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg winsound
    wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
"""
_PRIVATE = """
    __future__ __main__ _abc _aix_support _android_support _apple_support _ast _ast_unparse _asyncio _bisect _blake2
    _bootlocale _bootsubprocess _bz2 _codecs _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw
    _collections _collections_abc _colorize _compat_pickle _compression _contextvars _crypt _csv _ctypes _curses
    _curses_panel _datetime _dbm _decimal _elementtree _frozen_importlib _frozen_importlib_external _functools _gdbm
    _hashlib _heapq _hmac _imp _interpchannels _interpqueues _interpreters _io _ios_support _json _locale _lsprof
    _lzma _markupbase _md5 _msi _multibytecodec _multiprocessing _opcode _opcode_metadata _operator _osx_support
    _overlapped _peg_parser _pickle _posixshmem _posixsubprocess _py_abc _py_warnings _pydatetime _pydecimal _pyio
    _pylong _pyrepl _queue _random _remote_debugging _scproxy _sha1 _sha2 _sha256 _sha3 _sha512 _signal
    _sitebuiltins _socket _sqlite3 _sre _ssl _stat _statistics _string _strptime _struct _suggestions _symtable
    _sysconfig _thread _threading_local _tkinter _tokenize _tracemalloc _types _typeshed _typing _uuid _warnings
    _weakref _weakrefset _winapi _wmi _xxsubinterpreters _zoneinfo _zstd
"""
_REMOVED = """
    aifc asynchat asyncore audioop binhex cgi cgitb chunk crypt distutils formatter imghdr imp lib2to3 mailcap
    msilib nis nntplib ossaudiodev parser pipes smtpd sndhdr spwd sunau symbol telnetlib uu xdrlib
"""
_OPTIONAL = """
    idlelib test turtledemo
"""
_BUILTIN = """
    __future__ __main__ _abc _ast _codecs _collections _functools _imp _io _locale _operator _signal _sre _string
    _symtable _thread _tracemalloc _warnings _weakref atexit builtins errno faulthandler gc itertools marshal sys
    time
"""
_SUBMODULES = """
    asyncio.base_events asyncio.base_futures asyncio.base_subprocess asyncio.base_tasks asyncio.constants
    asyncio.coroutines asyncio.events asyncio.exceptions asyncio.format_helpers asyncio.futures asyncio.graph
    asyncio.locks asyncio.log asyncio.mixins asyncio.proactor_events asyncio.protocols asyncio.queues
    asyncio.runners asyncio.selector_events asyncio.sslproto asyncio.staggered asyncio.streams asyncio.subprocess
    asyncio.taskgroups asyncio.tasks asyncio.threads asyncio.timeouts asyncio.tools asyncio.transports
    asyncio.trsock asyncio.unix_events asyncio.windows_events asyncio.windows_utils collections.abc compression.bz2
    compression.gzip compression.lzma compression.zlib compression.zstd concurrent.futures concurrent.interpreters
    ctypes.macholib ctypes.util ctypes.wintypes curses.ascii curses.has_key curses.panel curses.textpad dbm.dumb
    dbm.gnu dbm.ndbm dbm.sqlite3 email.base64mime email.charset email.contentmanager email.encoders email.errors
    email.feedparser email.generator email.header email.headerregistry email.iterators email.message email.mime
    email.parser email.policy email.quoprimime email.utils html.entities html.parser http.client http.cookiejar
    http.cookies http.server importlib.abc importlib.machinery importlib.metadata importlib.readers
    importlib.resources importlib.simple importlib.util json.decoder json.encoder json.scanner json.tool
    logging.config logging.handlers multiprocessing.connection multiprocessing.context multiprocessing.dummy
    multiprocessing.forkserver multiprocessing.heap multiprocessing.managers multiprocessing.pool
    multiprocessing.popen_fork multiprocessing.popen_forkserver multiprocessing.popen_spawn_posix
    multiprocessing.popen_spawn_win32 multiprocessing.process multiprocessing.queues multiprocessing.reduction
    multiprocessing.resource_sharer multiprocessing.resource_tracker multiprocessing.shared_memory
    multiprocessing.sharedctypes multiprocessing.spawn multiprocessing.synchronize multiprocessing.util os.path
    pathlib.types sqlite3.dbapi2 sqlite3.dump string.templatelib tkinter.colorchooser tkinter.commondialog
    tkinter.constants tkinter.dialog tkinter.dnd tkinter.filedialog tkinter.font tkinter.messagebox
    tkinter.scrolledtext tkinter.simpledialog tkinter.tix tkinter.ttk unittest.async_case unittest.case
    unittest.loader unittest.main unittest.mock unittest.result unittest.runner unittest.signals unittest.suite
    unittest.util urllib.error urllib.parse urllib.request urllib.response urllib.robotparser wsgiref.handlers
    wsgiref.headers wsgiref.simple_server wsgiref.types wsgiref.util wsgiref.validate xml.dom xml.etree xml.parsers
    xml.sax xmlrpc.client xmlrpc.server
"""

WEAK = frozenset((_REMOVED + _OPTIONAL).split())
"""Names that some supported Python lacks (removed, or often not installed): a module of the repository comes first."""

STDLIB = frozenset((_PUBLIC + _PRIVATE).split()) | WEAK
"""Every top-level name; `_typeshed` (stubs only) and `__main__` are counted in."""

BUILTIN = frozenset(_BUILTIN.split())
"""Names that no file can shadow: they are compiled into the interpreter, or known to the compiler."""

SUBMODULES = frozenset(_SUBMODULES.split())
"""The public submodules one level down, such as `logging.handlers`."""
