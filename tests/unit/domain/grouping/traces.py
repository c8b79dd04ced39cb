"""Stack traces as the languages write them, for the tests of grouping."""

PYTHON = """Traceback (most recent call last):
  File "/srv/venv/lib/python3.11/site-packages/flask/app.py", line 1473, in wsgi_app
    response = self.full_dispatch_request()
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/srv/releases/20240105123000/shop/views.py", line 40, in checkout
    return render(total(cart))
  File "/srv/releases/20240105123000/shop/cart.py", line 12, in total
    return sum([price(item) for item in cart])
  File "/srv/releases/20240105123000/shop/cart.py", line 12, in <listcomp>
    return sum([price(item) for item in cart])
  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode
    raise JSONDecodeError("Expecting value", s, err.value) from None
json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)
"""

PYTHON_CAUSE = """Traceback (most recent call last):
  File "/srv/shop/store.py", line 9, in load
    return rows[key]
KeyError: 'a'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/srv/shop/views.py", line 40, in show
    return load(key)
  File "/srv/shop/store.py", line 11, in load
    raise NotFound(key) from fault
shop.errors.NotFound: a
"""

PYTHON_CONTEXT = PYTHON_CAUSE.replace(
    "The above exception was the direct cause of the following exception:",
    "During handling of the above exception, another exception occurred:",
)

PYTHON_GROUP = """  + Exception Group Traceback (most recent call last):
  |   File "/srv/shop/jobs.py", line 20, in run_all
  |     async with asyncio.TaskGroup() as group:
  |   File "/usr/lib/python3.11/asyncio/taskgroups.py", line 145, in __aexit__
  |     raise me from None
  | ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/srv/shop/jobs.py", line 5, in send_mail
    |     raise TimeoutError("mail")
    | TimeoutError: mail
    +---------------- 2 ----------------
    | Traceback (most recent call last):
    |   File "/srv/shop/jobs.py", line 9, in send_sms
    |     raise TimeoutError("sms")
    | TimeoutError: sms
    +------------------------------------
"""

PHP = r"""App\Exceptions\CartEmpty: Cart 4711 is empty in /var/www/releases/17/app/Services/Cart.php:12
Stack trace:
#0 /var/www/releases/17/app/Http/Controllers/OrderController.php(42): App\Services\Cart->total(Array, 5)
#1 [internal function]: App\Http\Controllers\OrderController->App\Http\Controllers\{closure}('a: b(c)', NULL)
#2 /var/www/vendor/laravel/framework/src/Illuminate/Routing/Controller.php(54): array_map(Object(Closure), Array)
#3 /var/www/vendor/laravel/framework/src/Illuminate/Router.php(260): Illuminate\Routing\Controller->callAction('show')
#4 /var/www/releases/17/public/index.php(51): Illuminate\Foundation\Http\Kernel->handle(Object(Illuminate\Http\Request))
#5 {main}
"""

JAVA = """com.example.shop.ShopException: order 4711 failed
\tat com.example.shop.OrderService.place(OrderService.java:88)
\tat com.example.shop.OrderService$$FastClassBySpringCGLIB$$d3ba5b1f.invoke(<generated>)
\tat org.springframework.cglib.proxy.MethodProxy.invoke(MethodProxy.java:218)
\tat com.example.shop.OrderService$$EnhancerBySpringCGLIB$$a1b2c3d4.place(<generated>)
\tat java.base/jdk.internal.reflect.GeneratedMethodAccessor123.invoke(Unknown Source)
\tat java.base/java.lang.reflect.Method.invoke(Method.java:569)
\tat com.sun.proxy.$Proxy45.place(Unknown Source)
\tat app//com.example.shop.OrderController.create(OrderController.java:31)
\tat java.base/java.lang.Thread.run(Thread.java:840)
\tSuppressed: java.lang.Exception: closing
\t\tat com.example.shop.Pool.close(Pool.java:3)
\t\t... 7 more
Caused by: java.lang.NumberFormatException: For input string: "x"
\tat java.base/java.lang.NumberFormatException.forInputString(NumberFormatException.java:67)
\tat java.base/java.lang.Integer.parseInt(Integer.java:668)
\tat com.example.shop.Price.lambda$parse$0(Price.java:5)
\tat com.example.shop.Price$$Lambda$14/0x0000000800c8.apply(Unknown Source)
\tat com.example.shop.Price$1.run(Price.java:9)
\tat com.example.shop.OrderService.place(OrderService.java:80)
\t... 8 more
"""

V8 = """TypeError: Cannot read properties of undefined (reading 'total')
    at CartView.showTotal (https://shop.example/static/js/main.4f3a2b1c.js?v=3:1:2045)
    at https://shop.example/static/js/main.4f3a2b1c.js?v=3:1:3001
    at Array.map (<anonymous>)
    at new CartView (https://shop.example/static/js/main.4f3a2b1c.js?v=3:1:1900)
    at HTMLButtonElement.dispatch (https://shop.example/static/js/vendors.9d8e7f6a.js:2:43064)
    at async checkout (https://shop.example/static/js/main.4f3a2b1c.js?v=3:1:88)
"""

FIREFOX = """showTotal@https://shop.example/static/js/main.4f3a2b1c.js?v=3:1:2051
CartView/this.lines<@https://shop.example/static/js/main.4f3a2b1c.js?v=3:1:3010
CartView@https://shop.example/static/js/main.4f3a2b1c.js?v=3:1:1911
dispatch@https://shop.example/static/js/vendors.9d8e7f6a.js:2:43090
async*checkout@https://shop.example/static/js/main.4f3a2b1c.js?v=3:1:90
"""

SAFARI = """showTotal@https://shop.example/static/js/main.4f3a2b1c.js?v=3:1:2060
@https://shop.example/static/js/main.4f3a2b1c.js?v=3:1:3012
map@[native code]
CartView@https://shop.example/static/js/main.4f3a2b1c.js?v=3:1:1915
dispatch@https://shop.example/static/js/vendors.9d8e7f6a.js:2:43099
"""

NODE = """Error: order 42 has no lines
    at Order.check (/app/src/order.js:12:11)
    at Layer.handle [as handle_request] (/app/node_modules/express/lib/router/layer.js:95:5)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
    at async create (/app/src/routes.js:7:3) {
  [cause]: TypeError: lines is not iterable
      at sum (/app/src/lines.js:3:17)
      at Order.check (/app/src/order.js:10:5)
}
"""

DART = """#0      Cart.total (package:shop/cart.dart:12:5)
#1      CartPage.build.<anonymous closure>.<anonymous closure> (package:shop/pages/cart.dart:40:21)
<asynchronous suspension>
#2      State.setState (package:flutter/src/widgets/framework.dart:1139:30)
#3      _rootRunUnary (dart:async/zone.dart:1407:47)
"""

DART_FRIENDLY = """package:shop/cart.dart 12:5                              Cart.total
package:shop/pages/cart.dart 40:21                       CartPage.build.<fn>.<fn>
package:flutter/src/widgets/framework.dart 1139:30       State.setState
"""

DART_OBFUSCATED = """*** *** *** *** *** *** *** *** *** *** *** *** *** *** *** ***
pid: 1234, tid: 5678, name 1.ui
build_id: '3cd93c87b9de9d1d9d3a1f0e5b7a1c22'
isolate_dso_base: 7b8ddd0000, vm_dso_base: 7b8ddd0000
    #00 abs 0000007b8e2d96bb virt 00000000005096bb _kDartIsolateSnapshotInstructions+0x1c6fbb
    #01 abs 0000007b8e1c5a3f virt 00000000003f5a3f _kDartIsolateSnapshotInstructions+0xb333f
"""

ALL = {
    "python": PYTHON,
    "php": PHP,
    "java": JAVA,
    "v8": V8,
    "firefox": FIREFOX,
    "safari": SAFARI,
    "node": NODE,
    "dart": DART,
}
